package rtm.domain.model;

/**
 * What the games on a node may use together.
 *
 * @param memory the memory
 * @param games how many games may run; 0 for any number
 */
public record NodeCapacity(MemorySize memory, int games) {

    /**
     * @throws IllegalArgumentException if the number is negative
     */
    public NodeCapacity {
        if (games < 0) {
            throw new IllegalArgumentException("a number of games is not negative");
        }
    }
}
