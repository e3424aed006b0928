/** The documents of the contract, and whether what a test saw agrees with them. */
@NullMarked
package rtm.testkit.document;

import org.jspecify.annotations.NullMarked;
