package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** What goes in at one end of the wire comes out at the other, both ways, for every field of every operation. */
class WireRoundTripTest {
  private static final Map<String, Object> RECEIVED = new ConcurrentHashMap<>();

  private static final List<Api> APIS =
      List.of(
          Catalogue.rds(echo(RdsClient.class)), Catalogue.sns(echo(SnsClient.class)), Catalogue.ec2(new EchoEc2()),
          Catalogue.cloudWatch(echo(CloudWatchClient.class)), Catalogue.dynamoDb(echo(DynamoDbClient.class)),
          Catalogue.insights(echo(PiClient.class)));

  private static final WireFront FRONT = WireFront.of(APIS, Functions.none());
  private static final URI ENDPOINT = FRONT.endpoint();

  private static final Map<String, Object> CLIENTS =
      Map.of(
          "rds", Signed.at(ENDPOINT, RdsClient.builder()), "sns", Signed.at(ENDPOINT, SnsClient.builder()), "ec2",
          Signed.at(ENDPOINT, Ec2Client.builder()),
          "monitoring", Signed.at(ENDPOINT, CloudWatchClient.builder()), "dynamodb", Signed.at(ENDPOINT, DynamoDbClient.builder()),
          "pi", Signed.at(ENDPOINT, PiClient.builder()));

  @AfterAll
  static void closes() {
    FRONT.close();
  }

  /** A client that keeps what it was asked and answers with something in every field. */
  private static <C> C echo(Class<C> client) {
    return client.cast(
        Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client}, (proxy, method, arguments) -> {
          RECEIVED.put(method.getName(), arguments[0]);
          return SampleModels.of(method.getReturnType());
        }));
  }

  /** By hand: a proxy of an interface with so many methods is a class that the JVM refuses. */
  private static final class EchoEc2 implements Ec2Client {
    @Override
    public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
      RECEIVED.put("describeSecurityGroups", request);
      return (DescribeSecurityGroupsResponse) SampleModels.of(DescribeSecurityGroupsResponse.class);
    }

    @Override
    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
      RECEIVED.put("describeSubnets", request);
      return (DescribeSubnetsResponse) SampleModels.of(DescribeSubnetsResponse.class);
    }

    @Override
    public GetManagedPrefixListEntriesResponse getManagedPrefixListEntries(GetManagedPrefixListEntriesRequest request) {
      RECEIVED.put("getManagedPrefixListEntries", request);
      return (GetManagedPrefixListEntriesResponse) SampleModels.of(GetManagedPrefixListEntriesResponse.class);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  static Stream<Arguments> operations() {
    return APIS.stream()
        .flatMap(
            api ->
                api.operations().values().stream()
                    .filter(operation -> WireRoundTripTest.isOurs(api, operation))
                    .sorted(Comparator.comparing(Operation::name))
                    .map(operation -> Arguments.of(api.name() + " " + operation.name(), CLIENTS.get(api.name()), operation)));
  }

  private static boolean isOurs(Api api, Operation operation) {
    // EC2 has over 700 operations: those that look at a network stand for them. For some copies the client signs a URL on its own.
    boolean many = api.ec2Style() && !operation.name().matches("DescribeSecurityGroups|DescribeSubnets|GetManagedPrefixListEntries");
    return !many && operation.request().sdkFields().stream().noneMatch(field -> field.memberName().equals("PreSignedUrl"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void carriesRequestAndResponseWhole(String name, Object client, Operation operation) {
    SdkPojo request = SampleModels.of(operation.method().getParameterTypes()[0]);

    SdkPojo response = operation.call(client, request);

    assertThat(RECEIVED.get(operation.method().getName())).as("request of %s", name).isEqualTo(request);
    SdkPojo sent = SampleModels.of(operation.method().getReturnType());
    // The response's equality covers its metadata too, and that is the wire's own.
    assertThat(response.equalsBySdkFields(sent)).as("%s read for %s", response, sent).isTrue();
  }

  /** The client packs what is longer than 10 KB. */
  @Test
  void unpacksLargeRequests() {
    PutMetricDataRequest request =
        PutMetricDataRequest.builder()
            .namespace("Own")
            .metricData(IntStream.range(0, 400).mapToObj(i ->
            MetricDatum.builder().metricName("a metric of many, number " + i).value((double) i).build()).toList())
            .build();

    var unused = ((CloudWatchClient) java.util.Objects.requireNonNull(CLIENTS.get("monitoring"))).putMetricData(request);

    assertThat(RECEIVED.get("putMetricData")).isEqualTo(request);
  }

  @Test
  void knowsManyOperations() {
    assertThat(operations()).hasSizeGreaterThan(250);
  }
}
