"""``make bench``: every benchmark, each beside its floor in one run.

``python -m bench wereld`` measures a world, ``python -m bench marts`` a build in part against one whole,
``python -m bench kanaal`` the endpoint, ``python -m bench vijandig`` what hostile files cost,
``python -m bench nogtekomen`` how far estimates of what was still to come were off.
"""

import sys

from bench import kanaal, marts, nogtekomen, ontvangst, vijandig, wereld

if __name__ == "__main__":
    if sys.argv[1:2] == ["wereld"]:
        wereld.main(sys.argv[2:])
    elif sys.argv[1:2] == ["marts"]:
        marts.main(sys.argv[2:])
    elif sys.argv[1:2] == ["kanaal"]:
        kanaal.main(sys.argv[2:])
    elif sys.argv[1:2] == ["vijandig"]:
        vijandig.main(sys.argv[2:])
    elif sys.argv[1:2] == ["nogtekomen"]:
        nogtekomen.main(sys.argv[2:])
    else:
        ontvangst.main()
