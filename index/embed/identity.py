"""What an embedding model is called and which of its versions it is, without loading it (or numpy)."""

import hashlib
from functools import lru_cache
from pathlib import Path

BUNDLED = "bundled"
FOLDER = Path(__file__).parents[1] / "data" / "model"


def model_identity(name: str) -> str:
    """Name and content hash of the embedding model, and of the bundled one, which always serves.

    Two models with equal identity give equal vectors; a model named on a hub has only its name.
    """
    bundled = f"{BUNDLED}@{_folder_hash(FOLDER)}"
    if name == BUNDLED:
        return bundled
    folder = Path(name)
    return f"{name}@{_folder_hash(folder)}+{bundled}" if folder.is_dir() else f"{name}+{bundled}"


@lru_cache(maxsize=8)
def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
