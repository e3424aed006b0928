package rtm.main.settings;

/**
 * How many letters must be added, dropped, changed or swapped with a neighbour to turn one name
 * into another.
 */
final class EditDistance {

    private EditDistance() {}

    static int between(String left, String right) {
        int[][] distance = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, left, right, i, j);
            }
        }
        return distance[left.length()][right.length()];
    }

    private static int step(int[][] distance, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int changed = distance[i - 1][j - 1] + (same ? 0 : 1);
        int addedOrDropped = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
        int best = Math.min(changed, addedOrDropped);
        return isSwap(left, right, i, j) ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
    }

    private static boolean isSwap(String left, String right, int i, int j) {
        return i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
    }
}
