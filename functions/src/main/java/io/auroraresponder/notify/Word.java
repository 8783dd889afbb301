package io.auroraresponder.notify;

import io.auroraresponder.incident.Report;

/** The word with which a message says what was done about it. */
public enum Word {
  DONE("DONE"),
  REFUSED("REFUSED"),
  PROPOSED("PROPOSED"),
  OBSERVED("OBSERVED"),
  DEFERRED("DEFERRED"),
  UNSURE("UNSURE"),
  FAILED("FAILED"),
  NOTHING("NO CHANGE");

  private final String shown;

  Word(String shown) {
    this.shown = shown;
  }

  /** As it stands in messages. */
  public String shown() {
    return shown;
  }

  /** A result that is not known here is shown as unsure: a message never claims more than it understands. */
  public static Word of(Report.Decision decision) {
    return switch (decision.result()) {
      case "applied" -> DONE;
      case "refused" -> REFUSED;
      case "proposed" -> PROPOSED;
      case "dry-run" -> OBSERVED;
      case "deferred" -> DEFERRED;
      case "failed" -> FAILED;
      case "not-needed" -> NOTHING;
      default -> UNSURE;
    };
  }
}
