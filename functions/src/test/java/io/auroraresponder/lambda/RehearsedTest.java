package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.auroraresponder.aws.Rehearsal;
import io.auroraresponder.fake.RemediationBench;
import io.auroraresponder.incident.Deadline;
import io.auroraresponder.observation.ServiceCall;
import io.auroraresponder.probe.Look;
import io.auroraresponder.probe.ProbeRequest;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is played before a snapshot: everything that a function calls, and nothing on a wire. */
final class RehearsedTest {
  @ParameterizedTest
  @EnumSource
  void everyServiceThatAFunctionCallsIsPlayed(DeployedFunction function) {
    Set<String> called = function.calls().stream().map(ServiceCall::action).map(action -> action.replaceAll(":.*", ""))
        .collect(Collectors.toSet());
    called.remove("rds-db");

    assertThat(new Rehearsal("eu-west-1").play(function.calls())).isEqualTo(called);
  }

  @Test
  void nothingOfARehearsalIsSent() {
    ProxySelector before = ProxySelector.getDefault();
    List<URI> sent = new ArrayList<>();
    ProxySelector.setDefault(listening(sent));
    try {
      new Rehearsal("eu-west-1").play(Set.copyOf(Arrays.asList(ServiceCall.values())));
    } finally {
      ProxySelector.setDefault(before);
    }

    assertThat(sent).as("every connection of the SDK's HTTP client asks for a proxy first").isEmpty();
  }

  private static ProxySelector listening(List<URI> sent) {
    return new ProxySelector() {
      @Override
      public List<Proxy> select(URI uri) {
        sent.add(uri);
        return List.of(Proxy.NO_PROXY);
      }

      @Override
      public void connectFailed(URI uri, SocketAddress address, java.io.IOException failure) {
        throw new AssertionError(failure);
      }
    };
  }

  @Test
  void theProbesRehearsalGetsAsFarAsAClosedPortOfItsOwnMachine() {
    ProbeRequest nowhere = new ProbeRequest(InetAddress.getLoopbackAddress().getHostAddress(), 1, "postgres", "nobody", "nowhere",
        "us-east-1");

    Look look = Container.rehearsalProbe().look(nowhere, Deadline.after(Duration.ofSeconds(2)));

    assertThat(look).isInstanceOfSatisfying(Look.Failed.class, failed -> assertThat(failed.sqlState()).startsWith("08"));
  }

  @Test
  void aRehearsalCallsNoServiceAndWritesNothing() {
    RemediationBench bench = new RemediationBench();
    bench.table.fates(call -> {
      throw new AssertionError("a rehearsal called " + call);
    });

    assertThatCode(() -> new RemediationFunction(bench.office, news -> {
      throw new AssertionError("a rehearsal told people something");
    }).rehearse()).doesNotThrowAnyException();
    assertThat(bench.aurora.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyHandlerIsRehearsed(DeployedFunction function) throws ClassNotFoundException {
    Class<?> handler = Class.forName(function.handler());

    assertThat(Rehearsed.class).isAssignableFrom(handler);
    assertThat(DeployedFunction.handledBy(handler)).isEqualTo(function);
  }
}
