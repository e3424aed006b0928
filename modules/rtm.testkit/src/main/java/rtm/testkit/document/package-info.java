/** The documents of the contract, and checks of what a test saw against them. */
@NullMarked
package rtm.testkit.document;

import org.jspecify.annotations.NullMarked;
