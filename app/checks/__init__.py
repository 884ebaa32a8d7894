"""What `kehrwert doctor` looks at, one file per kind of thing; nothing here changes anything."""
