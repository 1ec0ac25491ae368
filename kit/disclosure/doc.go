// Package disclosure decides which results of a survey may be shown, so that nobody can work out what a few people answered.
//
// # What is promised
//
// Whoever reads everything shown, on screens, in files and on public pages, and adds and subtracts it in any way, learns
// nothing about fewer than the limit people. In figures: each shown cell is a vector over people, 1 for who is in it, and
// every combination of shown cells with real factors is either nothing or touches at least limit people. It holds for
//   - one wave: Policy.Plan, made once when the survey closes, from sizes alone, and kept;
//   - one question, among those who answered it: Plan.Question, which shows no cell the plan hides;
//   - a wave beside earlier ones, as though everybody who answered both had answered alike: Policy.Plan with the earlier
//     plans, whose difference would otherwise name the few who came or left;
//   - free text, which is shown by node only and from the higher limit on;
//   - a printed list or table with totals: Line and Table.
//
// Cells are granted in a fixed order, from the whole to the detail, and each where it is safe beside those before. So a
// cell is hidden only where it would break the promise, or, seldom, where that cannot be ruled out (Unproven).
//
// # What is assumed of the reader
//
// They know who is in which cell, who answered at all and who left out which question. They do not know answers: with four
// friends who tell each other theirs, a group of five is one person, and a higher limit is the only remedy.
//
// # What is not promised
//
//   - A group that all answered alike is known to the last, however large it is. Plan.Spreads bands such spreads where the
//     group is small; it hides them from sums, not from reasoning with ranges, and looks at one wave and question at a time.
//   - What is hidden is itself a sign: that few answered here, or left out this question.
//   - A plan binds only those who ask it. Whatever is shown of a survey, the number who answered a hidden cell too, must
//     be asked of the same plan; what is shown past it counts for nothing here. A figure made of several questions is a question of
//     its own, answered by those who answered all of them.
//   - Two questions that are one in other words, or another survey, are not set against each other.
//   - Free text can name its writer by what it says.
//
// # What it takes
//
// With a atoms (people no cell tells apart), r independent cells shown and m = (limit-1)/3 + 1 bases: m*r*a numbers of
// memory, and m*r*a steps for each cell that is shown. Near misses take longer, r*r steps for each row that could matter.
// Trees of more than regionSize atoms are judged in regions, so that a city costs as much as its wards.
package disclosure
