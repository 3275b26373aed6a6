# Sourced: how fast replays are.

# Runs a command, its output to nowhere; prints its seconds of wall clock and of processors, children included.
seconds_of() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

# Replays the beginning of EX1331830, as long as $1 says, and compares with promtool that only reads what the targets exported.
compare_replay() {
  local length=$1 folder ours peer
  folder=$(mktemp -d)
  ./mailprobe replay healthy --for 1m >/dev/null # So that it is built.
  ours=$(seconds_of ./mailprobe replay EX1331830 --for "$length")
  ./mailprobe replay EX1331830 --for "$length" --out "$folder" >/dev/null
  peer=$(seconds_of promtool tsdb create-blocks-from openmetrics --quiet --max-block-duration=2160h "$folder/metrics.txt" "$folder/data")
  awk -v ours="$ours" -v peer="$peer" -v length_="$length" 'BEGIN {
    split(ours, o); split(peer, p)
    printf "%s replayed and judged: %.1f s, %.1f s of processors\n", length_, o[1], o[2]
    printf "promtool, which reads its metrics from text: %.1f s, %.1f s of processors\n", p[1], p[2]
    printf "%.2f × the processors of promtool\n", o[2] / p[2]
  }'
  rm -r "$folder"
}
