package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.auroraresponder.intake.Samples.Wrapper;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every input. */
final class IntakeLawsTest {
  /** Events whose identity stands in themselves, so that the invocation plays no part. */
  private static final List<String> SINGLES =
      List.of(
          "eventbridge-alarm-metric", "eventbridge-alarm-ok", "eventbridge-alarm-math", "eventbridge-alarm-anomaly",
          "eventbridge-alarm-metrics-insights",
          "eventbridge-alarm-composite", "eventbridge-alarm-muted", "alarm-to-lambda-metric", "alarm-to-lambda-composite",
          "eventbridge-rds-cluster",
          "eventbridge-rds-instance", "eventbridge-rds-cluster-snapshot", "health", "backup-job", "cloudtrail-modify-cluster", "by-hand",
          "by-hand-runbook");

  @Property(seed = "11", tries = 200)
  void arbitraryBytesNeverThrowAndOpenNothing(@ForAll byte[] bytes) {
    IntakeBatch batch = Samples.intake().read(bytes, ANY);

    assertThat(batch.results()).isNotEmpty().noneMatch(IntakeLawsTest::acts);
  }

  @Property(seed = "12", tries = 300)
  void arbitraryJsonNeverThrowsAndOpensNothing(@ForAll("json") JsonElement json) {
    IntakeBatch batch = Samples.intake().read(json.toString(), ANY);

    assertThat(batch.results()).isNotEmpty().noneMatch(IntakeLawsTest::acts);
  }

  @Property(seed = "13", tries = 200)
  void sampleCutAnywhereNeverThrowsAndOpensNothing(@ForAll("samples") String sample, @ForAll double where) {
    String event = JsonParser.parseString(Samples.event(sample)).toString();
    int end = (int) (Math.abs(where) % 1 * (event.length() - 1));

    IntakeBatch batch = Samples.intake().read(event.substring(0, end), ANY);

    assertThat(batch.results()).isNotEmpty().noneMatch(IntakeLawsTest::acts);
  }

  @Property(seed = "14", tries = 300)
  void sampleWithAnyPartReplacedByAnythingNeverThrows(@ForAll("samples") String sample, @ForAll int which,
      @ForAll("json") JsonElement other) {
    JsonElement event = JsonParser.parseString(Samples.event(sample));

    IntakeBatch batch = Samples.intake().read(Mutation.replaceOne(event, which, other).toString(), ANY);

    assertThat(batch.results()).isNotEmpty();
  }

  /** Any number of parts at once are missing, empty or a template's place. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.5})
  void sampleWithoutManyOfItsPartsNeverThrows(double share) {
    Random random = new Random(16);
    for (String sample : Samples.eventNames()) {
      JsonElement event = JsonParser.parseString(Samples.event(sample));
      for (int tried = 0; tried < 500; tried++) {
        String without = Mutation.empty(event, share, random).toString();

        assertThat(Samples.intake().read(without, ANY).results()).as(without).isNotEmpty();
      }
    }
  }

  @Property(seed = "15", tries = 200)
  void anyStackOfWrappersGivesTheSameIncident(@ForAll("samples") String sample, @ForAll @Size(max = 5) List<Wrapper> wrappers) {
    String wrapped = Samples.event(sample);
    for (Wrapper wrapper : wrappers) {
      wrapped = wrapper.wrap(wrapped);
    }

    assertThat(incidentOf(wrapped)).isEqualTo(incidentOf(Samples.event(sample)));
  }

  @Property(seed = "16", tries = 200)
  void unknownExtraFieldsChangeNothing(@ForAll("samples") String sample, @ForAll int where, @ForAll("json") JsonElement extra) {
    JsonElement event = JsonParser.parseString(Samples.event(sample));

    assertThat(incidentOf(Mutation.addField(event, where, extra).toString())).isEqualTo(incidentOf(Samples.event(sample)));
  }

  @Property(seed = "17", tries = 100)
  void missingOptionalFieldsChangeNothing(@ForAll("optional") Map.Entry<String, String> field) {
    JsonObject event = JsonParser.parseString(Samples.event(field.getKey())).getAsJsonObject();

    Mutation.remove(event, field.getValue());

    assertThat(incidentOf(event.toString())).isEqualTo(incidentOf(Samples.event(field.getKey())));
  }

  @Property(seed = "18", tries = 50)
  void deepNestingIsRefusedAndNotFollowed(@ForAll("openers") String opener) {
    String deep = opener.repeat(50_000);

    assertThat(Samples.intake().read(deep, ANY).results()).hasSize(1).noneMatch(IntakeLawsTest::acts);
  }

  @Property(seed = "19", tries = 20)
  void moreLayersThanAnyServiceMakesAreRefused(@ForAll Wrapper wrapper) {
    String wrapped = Samples.event("eventbridge-rds-cluster");
    for (int layer = 0; layer < 9 && wrapped.length() < 1_000_000; layer++) {
      wrapped = wrapper.wrap(wrapped);
    }

    assertThat(Samples.intake().read(wrapped, ANY).results()).hasSize(1);
  }

  private static boolean acts(IntakeResult result) {
    return result instanceof IntakeResult.Opened || result instanceof IntakeResult.Closed;
  }

  private static Object incidentOf(String raw) {
    return switch (Samples.only(raw)) {
      case IntakeResult.Opened opened -> List.of(Samples.bare(opened.incident()), opened.consent(), opened.remarks());
      case IntakeResult.Closed closed -> List.of(Samples.bare(closed.incident()), closed.remarks());
      case IntakeResult.Ignored ignored -> ignored.reason();
      case IntakeResult.Rejected rejected -> rejected.reason();
    };
  }

  @Provide
  Arbitrary<String> samples() {
    return Arbitraries.of(SINGLES);
  }

  @Provide
  Arbitrary<String> openers() {
    return Arbitraries.of("[", "{\"a\":", "[{\"Records\":", "{\"Records\":[");
  }

  @Provide
  Arbitrary<Map.Entry<String, String>> optional() {
    return Arbitraries.of(
        Map.entry("eventbridge-alarm-metric", "version"),
        Map.entry("eventbridge-alarm-metric", "id"),
        Map.entry("eventbridge-alarm-metric", "time"),
        Map.entry("eventbridge-alarm-metric", "account"),
        Map.entry("eventbridge-alarm-metric", "region"),
        Map.entry("eventbridge-alarm-metric", "detail.previousState"),
        Map.entry("eventbridge-alarm-metric", "detail.state.reasonData"),
        Map.entry("eventbridge-alarm-metric", "detail.configuration.description"),
        Map.entry("alarm-to-lambda-metric", "time"),
        Map.entry("alarm-to-lambda-metric", "accountId"),
        Map.entry("alarm-to-lambda-metric", "alarmData.previousState"),
        Map.entry("eventbridge-rds-cluster", "id"),
        Map.entry("eventbridge-rds-cluster", "account"),
        Map.entry("eventbridge-rds-cluster", "time"),
        Map.entry("eventbridge-rds-cluster", "region"),
        Map.entry("eventbridge-rds-cluster", "resources"),
        Map.entry("eventbridge-rds-cluster", "detail.EventCategories"),
        Map.entry("eventbridge-rds-cluster", "detail.SourceArn"),
        Map.entry("eventbridge-rds-cluster", "detail.SourceType"),
        Map.entry("eventbridge-rds-instance", "detail.SourceIdentifier"),
        Map.entry("eventbridge-rds-cluster-snapshot", "detail.SourceArn"),
        Map.entry("backup-job", "detail.bytesTransferred"),
        Map.entry("backup-job", "detail.percentDone"),
        Map.entry("health", "resources"),
        Map.entry("health", "detail.statusCode"),
        Map.entry("cloudtrail-modify-cluster", "id"));
  }

  @Provide
  Arbitrary<JsonElement> json() {
    Arbitrary<JsonElement> leaves =
        Arbitraries.oneOf(
            Arbitraries.just(JsonNull.INSTANCE),
            Arbitraries.of(true, false).map(JsonPrimitive::new),
            Arbitraries.doubles().map(JsonPrimitive::new),
            Arbitraries.of("1e999999", "-0", "123456789012345678901234567890").map(JsonPrimitive::new),
            Arbitraries.strings().ofMaxLength(12).map(JsonPrimitive::new),
            Arbitraries.of("{\"a\":1}", "[1]", "{", "null", "ALARM", "aws.rds", "aws.cloudwatch").map(JsonPrimitive::new));
    return Arbitraries.lazyOf(() -> leaves, () -> leaves, () -> lists(leaves), () -> objects(leaves));
  }

  private Arbitrary<JsonElement> lists(Arbitrary<JsonElement> leaves) {
    return Arbitraries.oneOf(leaves, Arbitraries.lazy(this::json))
        .list()
        .ofMaxSize(3)
        .map(
            items -> {
              JsonArray array = new JsonArray();
              items.forEach(array::add);
              return array;
            });
  }

  private Arbitrary<JsonElement> objects(Arbitrary<JsonElement> leaves) {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of(
                "Records", "Sns", "Message", "Type", "body", "messageId", "detail", "detail-type", "source", "alarmData", "state",
                "Trigger", "kinesis", "data",
                "requestPayload", "NewStateValue", "AlarmName", "Event Source", "Event ID", "selfcheck", "resources"),
            Arbitraries.strings().alpha().ofMaxLength(6));
    return Arbitraries.maps(names, Arbitraries.oneOf(leaves, Arbitraries.lazy(this::json)))
        .ofMaxSize(4)
        .map(
            members -> {
              JsonObject object = new JsonObject();
              members.forEach(object::add);
              return object;
            });
  }
}
