"""Words that are meant for the assistant, not for the documents: greetings, thanks, how it is used."""

import re

_MEANT_FOR_US = re.compile(
    r"(?:こんにち[はわ]|こんばん[はわ]|おはよ.{0,5}|はじめまして|初めまして|よろしく.{0,12}|どうも|(?:どうも)?ありがと.{0,10}|お疲れ.{0,6}"
    r"|助かり?ました|了解.{0,6}|わかりました|分かりました|はい|いいえ|テスト|test|hello|hi|ヘルプ|help|[?!。、…~ー-]+"
    r"|(?:(?:この|当)?(?:システム|アシスタント|画面|チャット|アプリ|ツール|サービス)(?:は|の|で|って)?)?"
    r"(?:使い方|使いかた|何(?:が|を)?(?:でき|聞け|質問でき)(?:る|ます)|あなたは(?:誰|だれ|何)|誰(?:です|なの))"
    r"(?:は|を|って)?(?:か|の|んですか|のですか|教えて(?:ください)?|何ですか)?)[?!。、~]*"
)


def is_small_talk(folded: str) -> bool:
    """Whether a folded text is meant for the assistant itself."""
    return _MEANT_FOR_US.fullmatch(folded.strip()) is not None
