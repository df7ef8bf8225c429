#!/bin/sh
# Build .venv from requirements/run.txt or develop.txt; a second call with the same files does nothing.
set -eu

cd "$(dirname "$0")/.."
want=${1:?"say run or develop"}
python=${PYTHON:-python3}
stamp=.venv/built-from

stop() {
    echo "waypoint: $1" >&2
    exit 1
}

contents() { # what a set-up .venv was made of; the folder counts, since scripts name it
    echo "$1 $PWD $(cat "requirements/$1.txt" requirements/setup.sh | cksum)"
}

if [ -x .venv/bin/python ] && [ -f "$stamp" ]; then
    read -r built <"$stamp"
    [ "$built" = "$(contents develop)" ] && exit 0
    [ "$want $built" = "run $(contents run)" ] && exit 0
    case $built in develop*) want=develop ;; esac # never take a developer's tools away
fi

command -v "$python" >/dev/null ||
    stop "python3 is missing; install it with: apt-get install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or newer is needed and $python is older; on Debian 12 or later: apt-get install python3 python3-venv"

echo "waypoint: building .venv ($want) ..." >&2
rm -f "$stamp"
if command -v uv >/dev/null; then
    uv venv --quiet --clear --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "requirements/$want.txt"
else
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "the venv module of Python is missing; install it with: apt-get install python3-venv"
    "$python" -m venv --clear .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r "requirements/$want.txt" ||
        stop "the packages of requirements/$want.txt could not be installed; is a package index within reach?"
fi

# The project itself, without a build: its folder on the path, and its one command.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd >"$site/waypoint.pth"
cat >.venv/bin/waypoint <<END
#!/bin/sh
exec "$PWD/.venv/bin/python" -Pc 'import sys; sys.argv[0] = "waypoint"; from treatment.cli import main; main()' "\$@"
END
chmod +x .venv/bin/waypoint
contents "$want" >"$stamp"
