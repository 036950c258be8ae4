"""The days themselves: civil periods, workdays, feasts and official notices."""
