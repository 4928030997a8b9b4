"""Text of a document that gives orders to whoever answers: it is not shown to the chat model and supports nothing.

The chat model is told that quotes give no orders, and a sentence that obeyed one finds no support unless the order
says word for word what it wants to hear. So a sentence that is plainly meant for a machine is left out of both, with
the rest of its line: who wrote the one wrote the other.
"""

import re

from assistant.visible import visible
from index.normalise import fold

LEFT_OUT = "…"
_SENTENCE = re.compile(r"[^。！？!?＜<]*[。！？!?＜<]?")
_TOLD = r"(?:指示|命令|プロンプト|決まり|規則|ルール|制約|設定|前提|上記|以上の|前述|先ほど|システムメッセージ)"
_SAY = (
    r"(?:答え|回答|返答|出力|応答|返事|述べ|言[いっえ]|発言|宣言|書[きけ]|記載|表示|案内|付け|添え|引用|紹介|挿入|貼)"
)
_ORDERS = re.compile(
    # 指示を無視し、…
    rf"{_TOLD}[^。]{{0,14}}(?:無視|忘れ|従わな(?!ければ|くては|けれ)|破棄|上書き|リセット|より(?:も)?優先)|(?:無視|忘れ|破棄)[^。]{{0,8}}{_TOLD}"
    # 「…」と答えよ、…を出力してください、必ず…を付けること
    rf"|(?:と|とだけ|とのみ|のみを?|だけを?)(?:必ず)?{_SAY}(?:し|せ|る|て)?(?:よ|ろ|なさい|て?(?:ください|下さい)|てほしい|こと(?!が|は|も))"
    rf"|(?:回答|返答|返事|応答|出力|答え)(?:の)?(?:最初|最後|末尾|冒頭|先頭|中|代わり|前|後)?(?:に|で|を|は|として)[^。]{{0,60}}"
    rf"(?:よ|ろ|せ|なさい|て?(?:ください|下さい)|こと)(?:[。」!]|$)"
    rf"|(?:^|[、。])必ず[^。]{{0,40}}{_SAY}(?:し|せ)?(?:よ|ろ|なさい|て?(?:ください|下さい)|こと)"
    # あなたは…です、これからは…として振る舞え
    r"|(?:あなた|貴方|君|きみ|お前|おまえ)は[^。]{0,40}(?:です|だ|である|ください|よ|ろ|なさい|こと)(?:[。」]|$)"
    r"|(?:これから|今から|以後|今後)?[^。]{0,30}(?:になりき|として(?:振る?舞|ふるま|応答|回答|答え)|を演じ|のふりを|ロールプレイ)"
    r"|(?:ai|アシスタント|チャットボット|対話モデル|言語モデル|生成モデル|llm)(?:の方)?"
    r"(?:へ(?=[:、。! 」]|$)|に告|に命|は次|への(?:指示|命令|注意|連絡))"
    r"|(?<![一-鿿ァ-ヴー])(?:システム|管理者|開発者|運営)(?:プロンプト|メッセージ|モード|からの(?:指示|命令|連絡)|:)|新しい(?:指示|命令)|最優先(?:の)?(?:指示|命令)|脱獄"
    # the same in English, and marks of chat templates
    r"|(?:ignore|disregard|forget|override)\b.{0,30}\b(?:above|previous|prior|preceding|earlier|all|instruction|rule|prompt)"
    r"|every question|summari[sz]e (?:this|the|it)"
    r"|system ?prompt|developer mode|jailbreak|you are (?:now|a|an)\b|act as\b|pretend|from now on"
    r"|(?:^|\W)(?:respond|reply|answer|output|print|say|write|repeat|tell|cite)\b.{0,40}\b(?:with|only|exactly|that|the|this|in|as|following)\b"
    r"|^\W*(?:system|assistant|user|human|instructions?|inst)\W*(?:[:>\]]|$)"
    r"|<\||\|>|\[/?inst\]|#{2,} ?(?:instruction|system|new|指示|命令)",
    re.MULTILINE,
)


# A plan describes; its sentences are no commands. せよ, しろ, なさい, するな command somebody, whoever it is.
_COMMANDS = re.compile(r"[うくすつぬむる]な(?:[。!]|$)|(?:せよ|しろ|なさい|(?<=[えけげせてねべめれじ])よ)(?:[。!:]|$)")
_ASKS = re.compile(
    r"て(?:ください|下さい|ほしい|欲しい)|(?<=[しっいんえけげせてねべめれ])[てで](?:[。!」]|$)|ないで(?:[。!]|$)"
)
_RULES = re.compile(
    r"(?:こと|ように)(?:[。!」]|$)|な(?:ければ|くては)な(?:らない|りません)|べき|て(?:も)?(?:よい|良い|構わない)"
)
# Who is spoken to where somebody is asked or told: one that answers, or surely a machine.
_ANSWERING = re.compile(
    r"回答|返答|返事|返し|答え|応じ|質問|出力|要約|読み上げ|ユーザー|話し|言わ|文章|次の文|信じ|英語|[弁語]で"
)
_MACHINE = re.compile(
    r"(?<![a-z])ai(?=は|、|よ[、。]|へ[、:。]|に(?:告|命))|(?:読|処理|参照)[^。]{0,5}ai|言語モデル|モデルは|ボット|アシスタント|プロンプト|回答者|指示文"
    r"|出典番号|(?:ほか|他)の抜粋|根拠番号|あなた|要約する際|この(?:文書|資料|段落|文|箇所)を(?:読|処理|要約|引用)|何を聞かれ"
)
_ENGLISH = re.compile(r"\b(?:you|your|prompts?|instructions?|assistant|please|reply|respond|reveal|jailbreak)\b")


def gives_orders(text: str) -> bool:
    """Whether a text is plainly meant to steer whoever answers."""
    folded = fold(visible(text))
    if _ORDERS.search(folded) or _COMMANDS.search(folded) or _ENGLISH.search(folded):
        return True
    if _ASKS.search(folded) and (_ANSWERING.search(folded) or _MACHINE.search(folded)):
        return True
    return bool(_RULES.search(folded) and _MACHINE.search(folded))


def without_orders(text: str) -> str:
    """A text without what gives orders: from the sentence that does to the end of its line."""
    if not gives_orders(text):
        return text
    kept: list[str] = []
    for line in text.split("\n"):
        if kept and gives_orders(f"{kept[-1]}\n{line}") and not gives_orders(line):  # it runs over two lines
            kept[-1] = line = LEFT_OUT
        kept.append(_before_orders(line))
    return "\n".join(kept)


def _before_orders(line: str) -> str:
    if not gives_orders(line):
        return line
    before = ""
    for sentence in _SENTENCE.findall(line):
        if gives_orders(before + sentence):
            break
        before += sentence
    return before + LEFT_OUT
