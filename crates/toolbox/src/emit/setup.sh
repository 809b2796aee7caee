#!/usr/bin/env bash
# Gradescope runs this once, as root and with a network, when it makes the image of the autograder.
# Written by `cargo course grade --emit gradescope`.
set -euo pipefail

# Elsewhere than on Gradescope, AUTOGRADER names the folder in which `source` lies.
AUTOGRADER=${AUTOGRADER:-/autograder}
export PATH="$HOME/.cargo/bin:$PATH"

missing=()
for tool in cc curl git ip unshare setpriv prlimit; do
    command -v "$tool" > /dev/null || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        build-essential ca-certificates curl git iproute2 util-linux python3
fi
if ! command -v cargo > /dev/null; then
    curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs |
        sh -s -- -y --profile minimal --default-toolchain "@RUST@"
fi

# The folder for temporary files of the image may be emptied; what is compiled here has to stay.
mkdir -p "$AUTOGRADER/course" "$AUTOGRADER/desk" "$AUTOGRADER/results"
tar --extract --gzip --file "$AUTOGRADER/source/course.tar.gz" --directory "$AUTOGRADER/course"
cd "$AUTOGRADER/course"
export TMPDIR="$AUTOGRADER/desk"
cargo fetch --locked
cargo course grade --prepare @LESSONS@
