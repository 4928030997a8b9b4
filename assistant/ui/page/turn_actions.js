// What can be done with a finished answer. Each action is a button under it:
// { label, icon, run(turn, earlier) → what to say, pressed(turn) if it can stay pressed }; `earlier` are the questions
// before, `icon` the name of one of `icons.js`.

import { copyAnswer } from "./copy.js";
import { complain, isRated, praise } from "./feedback.js";
import { save } from "./take_away.js";

export const turnActions = [
  { label: "根拠つきでコピー", run: (turn) => copyAnswer(turn.reply.answer) },
  { label: "Wordで保存", run: (turn) => save([turn], "docx", turn.question) },
  { label: "Excelで保存", run: (turn) => save([turn], "xlsx", turn.question) },
  { label: "役に立った", icon: "good", run: praise, pressed: (turn) => isRated(turn, "good") },
  { label: "違う", icon: "bad", run: complain, pressed: (turn) => isRated(turn, "bad") },
];
