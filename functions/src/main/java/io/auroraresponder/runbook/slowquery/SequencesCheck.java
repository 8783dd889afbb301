package io.auroraresponder.runbook.slowquery;

import io.auroraresponder.database.Probed;
import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.probe.Hygiene;
import io.auroraresponder.probe.Hygiene.Sequence;
import io.auroraresponder.probe.Hygiene.Sequences;
import io.auroraresponder.runbook.CheckResult;
import java.util.List;

/** Which sequences run out of numbers? Their inserts then fail all at once. */
final class SequencesCheck extends HygieneCheck<Sequences> {
  SequencesCheck() {
    super(Hygiene::sequences);
  }

  @Override
  public Weight weight() {
    return Weight.LATER;
  }

  @Override
  CheckResult judge(SlowQueryEvidence evidence, Hygiene hygiene, Sequences sequences) {
    Fact most = SlowQueryLimit.SEQUENCE_USED.at(evidence.at());
    Phrase limit = Phrase.of("{} of the range of the sequence or of its column's type", most);
    List<Sequence> found = sequences.fullest().stream().filter(one -> SlowQueryLimit.SEQUENCE_USED.reached(one.used())).toList();
    Probed probed = evidence.probed();
    if (!found.isEmpty()) {
      Phrase seen = listed(evidence, found, "sequence near its end", "sequences near their end", Sequence::name, one -> words(probed, one))
          .and("; ", unread(probed, sequences));
      return result(evidence, Severity.WARNING, seen, limit, List.of(advice(found.getFirst())), found.getFirst().name());
    }
    if (sequences.hidden() > 0 || sequences.leftOut() > 0) {
      return CheckResult.open(id(), unread(probed, sequences));
    }
    return clear(evidence, Phrase.of("no sequence is near its end"), limit);
  }

  private static Phrase words(Probed probed, Sequence sequence) {
    String owner = sequence.column().sql().isEmpty() ? "" : " of " + sequence.table().sql() + "." + sequence.column().sql();
    return Phrase.of("{} at {}", probed.name("sequence", sequence.name().sql() + owner),
        probed.percent("used of " + sequence.name().sql(), sequence.used(), SlowQueryLimit.SEQUENCE_USED));
  }

  private static Advice advice(Sequence sequence) {
    return sequence.column().sql().isEmpty()
        ? Advice.of("Raise its MAXVALUE, or change its type where that is the limit.")
        : Advice.of("Plan to change the column, and every column that refers to it, to bigint: add a new column and fill it in the "
        + "background. Changing the type in place rewrites and locks the table.");
  }

  private static Phrase unread(Probed probed, Sequences sequences) {
    Phrase hidden =
        sequences.hidden() == 0
            ? Phrase.EMPTY
            : Phrase.of("{} may not be read by the login (grant SELECT on them)",
            probed.count("sequences not readable", sequences.hidden(), counted(sequences.hidden())));
    Phrase leftOut =
        sequences.leftOut() == 0
            ? Phrase.EMPTY
            : Phrase.of("{} left out (locked, or too many)",
            probed.count("sequences left out", sequences.leftOut(), counted(sequences.leftOut())));
    return Phrase.join("; ", List.of(hidden, leftOut));
  }

  private static String counted(int sequences) {
    return sequences == 1 ? "sequence" : "sequences";
  }
}
