package io.auroraresponder.lab.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkPojo;

/** One operation of a service: a method of the SDK's client interface that takes a request and returns a response. */
record Operation(String name, Method method) {

  /** The operations of a client interface by name; streams and paginators are none. */
  static Map<String, Operation> of(Class<?> client) {
    Map<String, Operation> operations = new HashMap<>();
    for (Method method : client.getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (parameters.length == 1 && AwsRequest.class.isAssignableFrom(parameters[0])
          && AwsResponse.class.isAssignableFrom(method.getReturnType())) {
        String name = method.getName().substring(0, 1).toUpperCase(java.util.Locale.ROOT) + method.getName().substring(1);
        operations.put(name, new Operation(name, method));
      }
    }
    return operations;
  }

  /** An empty builder of its request. */
  SdkPojo request() {
    return builder(method.getParameterTypes()[0]);
  }

  static SdkPojo builder(Class<?> model) {
    try {
      return (SdkPojo) model.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("every model class of the SDK has a builder, but " + model, impossible);
    }
  }

  /**
   * Calls it.
   *
   * @throws RuntimeException what the client throws
   */
  SdkPojo call(Object client, SdkPojo request) {
    try {
      return (SdkPojo) method.invoke(client, request);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("an SDK client throws unchecked exceptions only", thrown);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException("the methods of an SDK client are public", impossible);
    }
  }
}
