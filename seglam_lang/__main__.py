"""`python -m seglam_lang`: the command, where no `seglam` is on the path."""

from seglam_lang.cli import main

if __name__ == "__main__":
    main()
