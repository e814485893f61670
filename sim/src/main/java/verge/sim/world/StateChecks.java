package verge.sim.world;

import verge.sim.core.WorldState;

/** What a state that is read back must hold. */
final class StateChecks {

    private StateChecks() {
    }

    /** The next word, a whole number within bounds. */
    static int whole(WorldState from, int least, int most) {
        return (int) wholeLong(from, least, most);
    }

    /** The next word, a whole number within bounds. */
    static long wholeLong(WorldState from, long least, long most) {
        long word = from.getLong();
        if (word < least || word > most) {
            throw new IllegalArgumentException("no state of this world: " + word + ", expected "
                    + least + " to " + most);
        }
        return word;
    }

    static void require(boolean possible) {
        if (!possible) {
            throw new IllegalArgumentException("no state of this world");
        }
    }

    /** The next word, a number from 0 on. */
    static double finite(WorldState from) {
        double number = from.getDouble();
        if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("no state of this world: a number below 0, or none");
        }
        return number;
    }
}
