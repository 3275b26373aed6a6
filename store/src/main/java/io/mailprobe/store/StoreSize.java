package io.mailprobe.store;

/**
 * How much room a store takes on its disk.
 *
 * @param allocated bytes that it occupies
 * @param used those of them that hold something; what was deleted is written over before more is
 *     taken. As large as the others where the database cannot tell
 */
public record StoreSize(long allocated, long used) {}
