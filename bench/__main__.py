"""``make bench``: every benchmark, each beside its floor in one run."""

from bench.ontvangst import main

if __name__ == "__main__":
    main()
