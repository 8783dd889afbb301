@NullMarked
package io.auroraresponder.database;

import org.jspecify.annotations.NullMarked;
