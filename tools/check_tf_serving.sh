#!/usr/bin/env bash
# Asks a server the golden requests of the repository and compares its answers with the golden responses.
#
#   tools/check_tf_serving.sh URL DIRECTORY
#
# URL is a model's, such as http://localhost:8501/v1/models/health; DIRECTORY holds <name>-request.json and
# <name>-response.json. Waits up to a minute until the server has the model. Numbers may differ by 1e-5.
# Exit 0: all answers are as expected. Exit 1: one is not, or there is no server. Exit 2: wrong use.
set -euo pipefail

if [ $# -ne 2 ] || [ ! -d "$2" ]; then
  echo "usage: $0 URL DIRECTORY" >&2
  exit 2
fi
url=$1
directory=$2

tries=0
until curl -fsS -o /dev/null "$url" 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ]; then
    echo "$url: no model there after a minute" >&2
    exit 1
  fi
  sleep 1
done

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
failed=0
asked=0
for request in "$directory"/*-request.json; do
  name=$(basename "$request" -request.json)
  asked=$((asked + 1))
  status=$(curl -sS -o "$answer" -w '%{http_code}' -H 'Content-Type: application/json' \
    --data-binary "@$request" "$url:predict")
  if [ "$status" = 200 ] \
    && python3 "$(dirname "$0")/compare_json.py" "$directory/$name-response.json" "$answer"; then
    echo "$name: as expected"
  else
    echo "$name: FAILED with status $status: $(head -c 500 "$answer")" >&2
    failed=1
  fi
done
if [ "$asked" -eq 0 ]; then
  echo "$directory: no *-request.json there" >&2
  exit 1
fi
exit "$failed"
