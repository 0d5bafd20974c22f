"""``make bench``: every benchmark, each beside its floor in one run; ``python -m bench wereld`` measures a world."""

import sys

from bench import ontvangst, wereld

if __name__ == "__main__":
    if sys.argv[1:2] == ["wereld"]:
        wereld.main(sys.argv[2:])
    else:
        ontvangst.main()
