package io.mailprobe.receiver.listen;

import io.mailprobe.receiver.ReceiverEvents;
import io.mailprobe.receiver.ReceiverSettings.Limits;
import io.mailprobe.receiver.tls.Certificates;

/**
 * What is the same for every session.
 *
 * @param hostname what we call ourselves
 * @param limits what a peer is allowed
 * @param inbox where mail goes
 * @param events who counts
 * @param certificates what STARTTLS shows
 * @param pacer when a refusal may be answered
 */
record Terms(
    String hostname,
    Limits limits,
    Inbox inbox,
    ReceiverEvents events,
    Certificates certificates,
    Pacer pacer) {}
