"""The ledger played at random: a plain model in whole numbers beside the real rulebook, which must agree."""
