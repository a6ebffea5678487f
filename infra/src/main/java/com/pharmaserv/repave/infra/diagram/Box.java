package com.pharmaserv.repave.infra.diagram;

/** A rectangle, in the units of the picture. */
record Box(int x, int y, int width, int height) {
  int right() {
    return x + width;
  }

  int bottom() {
    return y + height;
  }

  int centerX() {
    return x + width / 2;
  }

  int centerY() {
    return y + height / 2;
  }
}
