"""What `doctor` and `install-buttons` look at, one finding each."""
