"""What lies on disk: generations, manifest, content, postings, vectors, lexical index. No pickle anywhere."""
