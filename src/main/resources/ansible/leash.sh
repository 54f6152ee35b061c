#!/bin/sh
# Keeps a command on a leash. The pipe on standard input is held by whoever started this: when it closes, he is gone
# or wants an end, and nothing of the command is left. Ends with the command's own exit code.
# Arguments: seconds between asking to end and ending by force, a mark of this run, the command.
grace=$1 mark=$2
shift 2
exec 3<&0 </dev/null

setsid env "CARAVAN_RUN=$mark" "$@" 3<&- &
group=$!

# The whole process group, and what has left it: every descendant has inherited the mark.
signal() {
  kill -s "$1" -- "-$group"
  for entry in $(grep -lszxF "CARAVAN_RUN=$mark" /proc/[0-9]*/environ); do
    entry=${entry#/proc/}
    kill -s "$1" "${entry%/environ}"
  done
} 2>/dev/null

(
  exec >/dev/null 2>&1
  while read -r _; do :; done <&3
  signal TERM
  seconds=0
  while [ "$seconds" -lt "$grace" ] && kill -s 0 -- "-$group"; do
    sleep 1
    seconds=$((seconds + 1))
  done
  signal KILL
) &
watcher=$!
exec 3<&-

wait "$group"
code=$?
kill "$watcher" 2>/dev/null
signal KILL
exit "$code"
