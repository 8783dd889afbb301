package io.auroraresponder.ledger;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import java.util.List;

/**
 * What people are to hear of a chain entry. It is written into the entry itself, so that a crash between the write and the message
 * loses nothing: the sweep tells whatever was not told.
 *
 * @param incident the incident's id
 * @param incidentKey the thread into which it belongs
 * @param lease the lease's id, empty where none is concerned
 */
public record EntryMessage(Severity severity, String incident, String incidentKey, String lease, Phrase text, List<Advice> commands) {
  public EntryMessage {
    commands = List.copyOf(commands);
  }
}
