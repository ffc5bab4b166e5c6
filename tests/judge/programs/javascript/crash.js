null.nothing();
