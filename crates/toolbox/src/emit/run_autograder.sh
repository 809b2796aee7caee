#!/usr/bin/env bash
# Gradescope runs this for each submission. Written by `cargo course grade --emit gradescope`.
set -uo pipefail

# Elsewhere than on Gradescope, AUTOGRADER names the folder in which `submission` and `results` lie.
AUTOGRADER=${AUTOGRADER:-/autograder}
export PATH="$HOME/.cargo/bin:$PATH"
export TMPDIR="$AUTOGRADER/desk"
results="$AUTOGRADER/results/results.json"

mkdir -p "$AUTOGRADER/results"
rm -f "$results"
cd "$AUTOGRADER/course" || exit 1
cargo course grade "$AUTOGRADER/submission" @LESSONS@ --fresh --single --format gradescope --out "$results"
status=$?
# Status 1: some tests fail, and the results say which.
if [ "$status" -gt 1 ] || [ ! -f "$results" ] || [ ! -s "$results" ]; then
    cat > "$results" << 'RESULTS'
{
  "score": 0,
  "output": "Nothing here could be graded. A submission holds folders that are called like the lessons, such as lessons/01-one-way, each with its folder src.",
  "visibility": "visible",
  "stdout_visibility": "hidden",
  "tests": []
}
RESULTS
fi
exit 0
