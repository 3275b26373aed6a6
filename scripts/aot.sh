# Sourced: the JVM's cache of what it learns of the program's classes at each start.

# Makes the cache of the program in $1 by letting it run for a moment. Without one the program starts slower, no more.
make_aot_cache() {
  local program=$1 made=$1/mailprobe.aot.new
  if "$JAVA_HOME/bin/java" "@$program/java.options" -XX:AOTCacheOutput="$made" -Xlog:aot=off,cds=off \
    -jar "$program/mailprobe.jar" demo --http 127.0.0.1:0 --for 5s >/dev/null 2>&1; then
    mv "$made" "$program/mailprobe.aot"
  else
    rm -f "$made" "$program/mailprobe.aot"
  fi
}
