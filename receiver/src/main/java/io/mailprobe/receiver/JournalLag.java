package io.mailprobe.receiver;

import java.time.Duration;

/**
 * How far the journal is behind the mail that comes in.
 *
 * @param waiting messages whose final dot was read and which are not on disk yet
 * @param oldest for how long the oldest of them has been waiting; zero where there is none
 */
public record JournalLag(int waiting, Duration oldest) {}
