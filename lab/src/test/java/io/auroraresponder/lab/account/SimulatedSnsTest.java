package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

class SimulatedSnsTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:findings";

  private final SimulatedAccount account = Worlds.of("clusters: {}\n");

  @Test
  void keepsWhatItTook() {
    MessageAttributeValue severity = MessageAttributeValue.builder().dataType("String").stringValue("critical").build();

    account.sns().publish(message("orders-db is out of capacity", "body").toBuilder().messageAttributes(Map.of("severity", severity))
        .build());

    assertThat(account.published())
        .containsExactly(new Published(TOPIC, "orders-db is out of capacity", "body", Map.of("severity", "critical"), Worlds.NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " starts with a blank", "two\nlines", "größer",
      "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"})
  void refusesSubjectsThatSnsWouldNotTake(String subject) {
    assertThatThrownBy(() -> account.sns().publish(message(subject, "body")))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining("Invalid parameter: Subject");
    assertThat(account.published()).isEmpty();
  }

  @Test
  void takesASubjectOfNinetyNineCharacters() {
    account.sns().publish(message("x".repeat(99), "body"));

    assertThat(account.published()).hasSize(1);
  }

  @Test
  void countsBytesNotCharacters() {
    account.sns().publish(message("s", "x".repeat(262_144)));

    assertThatThrownBy(() -> account.sns().publish(message("s", "ü".repeat(131_073)))).hasMessageContaining("Message too long");
    assertThat(account.published()).hasSize(1);
  }

  @Test
  void wantsAJsonObjectWithADefaultWhereTheStructureIsJson() {
    account.sns().publish(message("s", "{\"default\":\"text\",\"email\":\"more\"}").toBuilder().messageStructure("json").build());

    assertThatThrownBy(() -> account.sns().publish(message("s", "{\"email\":\"text\"}").toBuilder().messageStructure("json").build()))
        .hasMessageContaining("No default entry");
    assertThatThrownBy(() -> account.sns().publish(message("s", "{not json").toBuilder().messageStructure("json").build()))
        .hasMessageContaining("failed to parse");
  }

  @Test
  void refusesTopicsOfOtherAccountsAndEmptyMessages() {
    assertThatThrownBy(() -> account.sns().publish(message("s", "b").toBuilder().topicArn("arn:aws:sns:eu-west-1:999999999999:findings")
        .build()))
        .hasMessageContaining("Topic does not exist");
    assertThatThrownBy(() -> account.sns().publish(message("s", ""))).hasMessageContaining("Empty message");
  }

  private static PublishRequest message(String subject, String body) {
    return PublishRequest.builder().topicArn(TOPIC).subject(subject).message(body).build();
  }
}
