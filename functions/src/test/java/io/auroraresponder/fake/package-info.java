/**
 * Hand-written fakes of ports, for tests only.
 *
 * <p>A fake behaves like the real thing in what the tests are about and is simple in all else; it asserts nothing by itself. Start
 * reading at the fake of the port that a test names.
 */
@NullMarked
package io.auroraresponder.fake;

import org.jspecify.annotations.NullMarked;
