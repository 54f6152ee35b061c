package dev.caravan.devicelibrary;

/** How many definitions an import has read, and how many of them are not fit to be imported. */
record ReadCount(long read, long invalid) {}
