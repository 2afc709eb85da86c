"""The commands of databases that move and of collectors: name, first line of help, examples, and what codes 0 and 1 mean."""

Row = tuple[str, str, tuple[tuple[str, str], ...], str]

DATABASE = "Look at a PostgreSQL before it moves, copy it while it is written to, close it, compare it, turn it around."

COLLECTORS: tuple[Row, ...] = (
    (
        "collect",
        "Turn what tools exported into counts that a record of the cut-over takes, and say what could not be seen.",
        (
            ("socle move collect images source.json target.json", "digests by repository and tag"),
            ("socle move collect freeze preview.json", "pulumi preview --json of the legacy stack"),
            ("socle move collect tunnels declared.json seen.json", "up, rekeyed, learned prefixes"),
            ("socle move collect names names.json", "resolvers are asked"),
            ("socle move collect secrets secrets.json", "values from variables, never shown"),
            ("socle move collect merge people.json studies.json", "sights of several tools as one"),
        ),
        "0 told, whatever was seen; 1 a file is refused",
    ),
)
"""What of `socle move` is about everything that moves."""

DATABASES: tuple[Row, ...] = (
    (
        "lint",
        "Say what of a database would break a replication or stay behind, before anything is armed. It only reads.",
        (
            ("export SOCLE_SOURCE='host=... dbname=... user=... sslmode=verify-full'", ""),
            ("export SOCLE_TARGET='...' SOCLE_SOURCE_PASSWORD=... SOCLE_TARGET_SECRET=...", ""),
            ("socle move database lint", "every finding with its remedy"),
            ("socle move database lint --seeded --json", "where the copy is there already"),
        ),
        "0 nothing stops the move, 1 something does, or a server refuses",
    ),
    (
        "arm",
        "Arm a direction: publication, slot, subscription. What is armed already stays as it is.",
        (
            ("socle move database arm", "to the platform, with a first copy"),
            ("socle move database arm --no-copy", "go on after a way back"),
        ),
        "0 armed, 1 the pre-flight check or a server refuses",
    ),
    (
        "watch",
        "Watch lag, slot and errors of a direction, and say until when the way back stays. Ctrl-C ends it with the sum.",
        (
            ("socle move database watch --journal looks.jsonl", "for hours"),
            ("socle move database watch --direction reverse --for 0", "one look"),
        ),
        "0 the slot lives and no error came, 1 otherwise",
    ),
    (
        "fence",
        "Close a database: take the right to connect, end sessions, note the place in the log, and try every credential.",
        (
            ("socle move database fence --side target", "before the first copy"),
            ("socle move database fence --side source \\", ""),
            ("  --credentials in-use.json --wait 15 --sight closed.json", "each is tried after 15 minutes"),
        ),
        "0 closed, 1 a session is left, a write was accepted, or a server refuses",
    ),
    (
        "drain",
        "Inside a fence: wait until all has arrived, and carry sequences, large objects and materialised views.",
        (("socle move database drain --patience 300", "gives up after five minutes"),),
        "0 drained, 1 something is outstanding, or was written behind the fence",
    ),
    (
        "verify",
        "Compare schema, every row, sequences, large objects and materialised views of both sides. It only reads.",
        (
            ("socle move database verify --again 3", "while people write"),
            ("socle move database verify --json > equal.json", "at a fence, for turn"),
        ),
        "0 the same, 1 not proven the same",
    ),
    (
        "turn",
        "Inside a fence: drain, compare, set sequences ahead, end the named direction and arm the other.",
        (
            ("socle move database turn --direction forward", "the switch"),
            ("socle move database turn --direction reverse --paused", "the way back"),
        ),
        "0 turned, 1 refused, and nothing was ended",
    ),
    (
        "unfence",
        "Open a database again, exactly as it was before it was closed.",
        (("socle move database unfence --side target", "after the switch"),),
        "0 open, 1 a server refuses",
    ),
    (
        "disarm",
        "End a direction: its subscription, slot and publication go. What the copy holds stays.",
        (("socle move database disarm --direction reverse", "once the wave is committed"),),
        "0 ended, 1 a server refuses",
    ),
)
"""The commands of `socle move database`, in the order of a move."""
