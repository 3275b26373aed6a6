# Sourced: finds a JDK 25 or newer, whatever `java` on the PATH is.

# Prints the feature release of the Java home $1, or nothing.
java_release() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Prints the home of the first JDK that will do: JAVA_HOME, then the usual places.
find_jdk() {
  local home release
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] && [ -x "$home/bin/java" ] || continue
    release=$(java_release "$home")
    if [ -n "$release" ] && [ "$release" -ge 25 ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

# Sets JAVA_HOME, or says what is missing and ends with status 2.
use_jdk() {
  if ! JAVA_HOME=$(find_jdk); then
    {
      echo "Mailprobe needs Java 25 or newer and found none in JAVA_HOME or the usual places."
      echo "Install one (Temurin 25, for example) or set JAVA_HOME to where it is."
    } >&2
    exit 2
  fi
  export JAVA_HOME
}
