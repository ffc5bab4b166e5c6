#include "admin-desktop/pages/Desk.h"

#include "moc_Desk.cpp"
