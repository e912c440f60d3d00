"""How days and times are written where Django says nothing; one package a language."""
