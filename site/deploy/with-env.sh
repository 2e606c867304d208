#!/bin/sh
# with-env.sh FILE COMMAND...: runs a command with the NAME=value lines of FILE as its environment.
set -eu
file=$1
shift
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    '' | \#*) ;;
    *) export "${line?}" ;;
    esac
done <"$file"
exec "$@"
