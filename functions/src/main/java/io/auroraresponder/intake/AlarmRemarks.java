package io.auroraresponder.intake;

import io.auroraresponder.incident.Phrase;
import io.auroraresponder.intake.AlarmReading.Definition;
import io.auroraresponder.intake.AlarmReading.Kind;
import io.auroraresponder.intake.AlarmReading.State;
import java.util.ArrayList;
import java.util.List;

/** What people must be told about an alarm event itself, before any look at the cluster. */
final class AlarmRemarks {
  private static final int MOST_CHILDREN = 5;

  private AlarmRemarks() {}

  static List<Phrase> of(AlarmReading alarm, EventPhrases words) {
    List<Phrase> remarks = new ArrayList<>();
    if (alarm.evaluation().withoutData()) {
      remarks.add(withoutData(alarm, words));
    }
    if (alarm.change().silenceEnded()) {
      remarks.add(words.say("The actions of {} are no longer suppressed.", alarm.name()));
    }
    Definition definition = alarm.definition();
    if (definition.kind() == Kind.COMPOSITE) {
      remarks.add(composite(definition, alarm, words));
    } else if (!definition.expression().isEmpty()) {
      String label = definition.label().isEmpty() ? definition.expression() : definition.label();
      remarks.add(words.say("The alarm {} watches {}.", alarm.name(), label));
    }
    return remarks;
  }

  private static Phrase withoutData(AlarmReading alarm, EventPhrases words) {
    if (alarm.change().state() == State.OK) {
      return words.say("The alarm {} is OK without any datapoint: nothing was measured.", alarm.name());
    }
    return alarm.change().first()
        ? words.say("No data yet: the alarm {} was just created, and missing data counts as breaching.", alarm.name())
        : words.say("The alarm {} received no data, and missing data counts as breaching.", alarm.name());
  }

  private static Phrase composite(Definition definition, AlarmReading alarm, EventPhrases words) {
    // A rule may have thousands of characters; names in facts are cut with a mark.
    Phrase said = words.say("{} is a composite alarm with the rule {}", alarm.name(), definition.rule());
    List<String> names = definition.children().stream().map(child -> Arn.parse(child).map(Arn::name).orElse(child)).toList();
    List<Phrase> listed = names.stream().limit(MOST_CHILDREN).map(name -> words.say("{}", name)).toList();
    Phrase children = Phrase.join(", ", listed);
    int more = names.size() - listed.size();
    Phrase rest = more > 0 ? words.say(" and {} more", Integer.toString(more)) : Phrase.EMPTY;
    return names.isEmpty() ? said.and("", Phrase.of(".")) : said.and("; in alarm: ", children).and("", rest).and("", Phrase.of("."));
  }
}
