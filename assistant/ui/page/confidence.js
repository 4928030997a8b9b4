// How sure an answer is, in words: they are nowhere else on the page.

const WORDS = [
  { least: 0.8, word: "高い" },
  { least: 0.5, word: "中くらい" },
  { least: 0, word: "低い" },
];

const wordOf = (confidence) => WORDS.find(({ least }) => confidence >= least) ?? WORDS.at(-1);

/** One line: for a refusal it is how likely the documents say nothing of it. */
export function sureness({ status, confidence }) {
  const what = status === "not_found" ? "資料に記載がない見込み" : "確からしさ";
  return `${what}: ${wordOf(confidence).word}（${Number(confidence).toFixed(2)}）`;
}

/** What stands at the head of an answer that may be none; "" above others. */
export function doubt({ status, confidence }) {
  const isDoubtful = status !== "not_found" && wordOf(confidence).word === "低い";
  return isDoubtful ? "近い記載を示します。答えになっているか、原文で確かめてください。" : "";
}
