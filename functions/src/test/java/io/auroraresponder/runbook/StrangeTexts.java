package io.auroraresponder.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.golden.Goldens;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.incident.Metrics;
import io.auroraresponder.incident.Report;
import io.auroraresponder.notify.MailLaws;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.PageLaws;
import io.auroraresponder.notify.page.ReportPage;
import io.auroraresponder.notify.slack.SlackLaws;
import io.auroraresponder.probe.Look;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Evidence in which every text, however deep, is another one: names are chosen by people, and services send texts that nobody announced.
 */
public final class StrangeTexts {
  private static final String EMPTY = "empty";
  private static final String BLANK = "blank";

  private final UnaryOperator<String> change;
  private final boolean everywhere;

  private StrangeTexts(UnaryOperator<String> change, boolean everywhere) {
    this.change = change;
    this.everywhere = everywhere;
  }

  /** Ways to be strange, each with what it makes of a text. */
  public static Stream<Map.Entry<String, UnaryOperator<String>>> kinds() {
    Map<String, UnaryOperator<String>> kinds = new LinkedHashMap<>();
    kinds.put("with places of a template", text -> text + " {} {#}");
    kinds.put("only a place", text -> "{}");
    kinds.put(EMPTY, text -> "");
    kinds.put(BLANK, text -> " ");
    kinds.put("with markup", text -> "<b>" + text + "</b> & *x* `y` <!channel>");
    kinds.put("long", text -> text + "x".repeat(300));
    return kinds.entrySet().stream();
  }

  /**
   * A copy.
   *
   * @param everywhere in what AWS says too; else in what the probe read alone, where names are free
   * @param value records, lists, maps, optionals and what they hold; all else stays, and so does a record that refuses such a text
   */
  public static <T> T in(T value, UnaryOperator<String> change, boolean everywhere) {
    @SuppressWarnings("unchecked")
    T copy = (T) new StrangeTexts(change, everywhere).copy(value, everywhere);
    return copy;
  }

  /** Whatever the texts are, the runbook answers, and the answer makes a mail, a message and a page of the right form. */
  public static <E extends Evidence> void areTold(String runbook, E evidence, List<Check<E>> checks, Diagnostician<E> diagnostician) {
    kinds().forEach(kind -> {
      E strange = in(evidence, kind.getValue(), Set.of(EMPTY, BLANK).contains(kind.getKey()));
      Examination examination = new Runbook<>(runbook, (incident, deadline) -> strange, checks, diagnostician)
          .examine(evidence.incident(), Deadline.after(Duration.ofSeconds(30)));
      Report report = Goldens.report(evidence.incident(), examination, (members, metrics, from, to) -> new Metrics(Map.of(), from, to),
          evidence.at());

      List<String> complaints =
          new ArrayList<>(MailLaws.complaintsOfForm(MailText.of(Notification.of(report), Optional.empty())));
      complaints.addAll(SlackLaws.complaints(Story.of(report)));
      complaints.addAll(PageLaws.complaints(ReportPage.of(Story.of(report))));
      assertThat(complaints).as(kind.getKey()).isEmpty();
    });
  }

  private Object copy(Object value, boolean free) {
    return switch (value) {
      case String text -> free ? change.apply(text) : text;
      case Optional<?> some -> some.map(one -> copy(one, free));
      case List<?> list -> list.stream().map(one -> copy(one, free)).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, one) -> copy.put(key, copy(one, free)));
        yield copy;
      }
      case Record record -> record(record, everywhere || free || record.getClass().getPackageName().equals(Look.class.getPackageName()));
      default -> value;
    };
  }

  private Object record(Record record, boolean free) {
    RecordComponent[] parts = record.getClass().getRecordComponents();
    try {
      Object[] values = new Object[parts.length];
      for (int at = 0; at < parts.length; at++) {
        parts[at].getAccessor().setAccessible(true);
        values[at] = copy(parts[at].getAccessor().invoke(record), free);
      }
      Constructor<?> canonical =
          record.getClass().getDeclaredConstructor(Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException refused) {
      return record;
    } catch (ReflectiveOperationException broken) {
      throw new LinkageError(record.getClass() + ": " + broken.getMessage(), broken);
    }
  }
}
