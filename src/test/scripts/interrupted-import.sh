#!/usr/bin/env bash
# Interrupts imports into a real NetBox at random moments and asks an independent check what came of them.
#
#   NETBOX_URL=... NETBOX_TOKEN=... LIBRARY=/path/to/clone REF=<commit> VENDORS="Dell,APC" \
#   RESET="command that empties NetBox" VERIFY="command of the check" ROUNDS=10 \
#   src/test/scripts/interrupted-import.sh kill
#
# kill      kill -9 of Caravan in the middle of the components, then start it again
# other     two Caravans on one PostgreSQL (DATABASE_URL, with a RESET that empties its schemas too): kill -9 of the
#           one that works on the components; nothing is started again
# "STOP; START"  any other argument is run in the middle instead, such as a stop and a start of NetBox
#
# The check is given --library --commit --vendors --absent --others and must exit 0. Needs curl, python3, a built jar.
set -u
mode=${1:?kill, or a command to run in the middle of the import}
jar=${JAR:-target/caravan.jar}
first_port=${SERVER_PORT:-18080}
rounds=${ROUNDS:-1}
vendors=${VENDORS:-Dell,APC}
work=$(mktemp -d)
key=interrupted-import-key-of-this-run-0123456789
export CARAVAN_BOOTSTRAP_API_KEY=$key CARAVAN_TERMINAL=false
export JWT_SECRET_KEY=${JWT_SECRET_KEY:-$(head -c 32 /dev/urandom | base64)}
export LIBRARY_URL=${LIBRARY_URL:-file://$LIBRARY} LIBRARY_REF=${REF:-master} JAVA_TOOL_OPTIONS=${JAVA_TOOL_OPTIONS:-}

field() { python3 -c "import json,sys
try: d=json.load(sys.stdin)
except ValueError: d={}
for k in '$1'.split('.'): d=(d or {}).get(k)
print('' if d is None else d)"; }
get() { curl -s -m 20 -H "X-API-Key: $key" "$api$1"; }

start() {
  CARAVAN_DATA_DIR=$data SERVER_PORT=$port java -jar "$jar" >>"$work/caravan.log" 2>&1 &
  pid=$!
  for _ in $(seq 180); do
    [ -n "$(get '/processes?limit=1' | field items)" ] && return
    kill -0 "$pid" 2>/dev/null || { echo "Caravan ended, see $work/caravan.log"; exit 2; }
    sleep 1
  done
  echo "Caravan does not answer, see $work/caravan.log"; exit 2
}

# The node to ask, on this port and with this folder.
node() {
  port=$((first_port + $1)); data=$work/data$1; api="http://127.0.0.1:$port/api/v1"
}

# Whether the node has a step in hand, by its own metrics.
working() {
  curl -s -H "X-API-Key: $key" "http://127.0.0.1:$port/actuator/prometheus" | grep -q '^caravan_steps_running [1-9]'
}

finish() {
  for each in ${pid:-} ${second:-}; do kill "$each" 2>/dev/null && wait "$each" 2>/dev/null; done
  pid= second=
}
trap finish EXIT

failed=0
for round in $(seq "$rounds"); do
  eval "${RESET:?a command that empties NetBox}" >/dev/null || exit 2
  rm -rf "$work"/data*
  if [ "$mode" = other ]; then node 1; start; second=$pid; fi
  node 0; start
  form=$(python3 -c "import json,sys; print(json.dumps({'selected_vendors': sys.argv[1].split(',')}))" "$vendors")
  id=$(curl -s -H "X-API-Key: $key" -H 'Content-Type: application/json' -d "$form" "$api/workflows/import-vendors" | field id)
  [ -n "$id" ] || { echo "The import did not start, see $work/caravan.log"; exit 2; }
  # The middle: a random part of the components is written.
  at=$(python3 -c "import random; print(random.uniform(0.02, 0.9))")
  while :; do
    now=$(get "/processes/$id/status")
    step=$(echo "$now" | field progress.step); done_=$(echo "$now" | field progress.done); total=$(echo "$now" | field progress.total)
    status=$(echo "$now" | field status)
    case "$status" in completed | failed) break ;; esac
    case "$step" in *omponents*) python3 -c "import sys; sys.exit(0 if ${done_:-0} >= $at * max(1, ${total:-1}) else 1)" && break ;; esac
    sleep 0.2
  done
  begun=$(date +%s)
  if [ "$mode" = kill ]; then
    kill -9 "$pid"; wait "$pid" 2>/dev/null
    start
  elif [ "$mode" = other ]; then
    if working; then
      kill -9 "$pid"; wait "$pid" 2>/dev/null; pid=; node 1
    else
      kill -9 "$second"; wait "$second" 2>/dev/null; second=
    fi
  else
    eval "$mode" >"$work/interruption.log" 2>&1
  fi
  for _ in $(seq "${PATIENCE:-900}"); do
    end=$(get "/processes/$id/status" | field status)
    case "$end" in completed | failed) break ;; esac
    sleep 1
  done
  : >"$work/absent"
  for outcome in invalid refused; do
    get "/processes/$id/definitions?outcome=$outcome&limit=1000" |
      python3 -c "import json,sys; [print(d['path']) for d in json.load(sys.stdin)['items']]" >>"$work/absent"
  done
  commit=$(get "/processes/$id" | field state.commit)
  eval "${VERIFY:?the command of the check}" --library "$LIBRARY" --commit "$commit" --vendors "'$vendors'" --absent "$work/absent" --others >"$work/verify.$round" 2>&1
  verified=$?
  attempts=$(get "/processes/$id/steps" | python3 -c "import json,sys; print(max(len(s['attempts']) for s in json.load(sys.stdin)['items']))")
  echo "round $round: interrupted at ${done_:-?} of ${total:-?} ($step), $end after $(($(date +%s) - begun)) s, attempts $attempts, not imported $(wc -l <"$work/absent"), check exit $verified $(tail -1 "$work/verify.$round")"
  [ "$end" = completed ] && [ "$verified" = 0 ] || failed=$((failed + 1))
  finish
done
echo "$((rounds - failed)) of $rounds rounds came out whole; logs in $work"
exit "$failed"
