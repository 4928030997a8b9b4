"""A chat model as composer: it phrases, the quotes decide.

::

    prompt.py     what the model sees: rules (``*.txt``), numbered quotes, the conversation, the question
    orders.py     text of documents that gives orders is not shown to it
    calling.py    no call lasts longer than the deadline of the whole answer
    reading.py    its reply, sentence by sentence: fields where the model has them, marks where not
    checking.py   every sentence against the quotes that it cites
    composer.py   all of these in turn
    rewriting.py  a follow-up question becomes one that stands for itself
"""

from assistant.compose.chat_model.calling import invoke
from assistant.compose.chat_model.composer import ChatComposer, Written
from assistant.compose.chat_model.loading import load_chat_model
from assistant.compose.chat_model.prompt import escape

__all__ = ["ChatComposer", "Written", "escape", "invoke", "load_chat_model"]
