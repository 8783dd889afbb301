/**
 * Hand-written stand-ins for ports, shared by tests.
 *
 * <p>No assertions and no rules of the domain live here. Start reading at {@link io.auroraresponder.fake.InMemoryTable}.
 */
@NullMarked
package io.auroraresponder.fake;

import org.jspecify.annotations.NullMarked;
