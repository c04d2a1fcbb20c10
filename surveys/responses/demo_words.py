"""What invented people say in the demonstration. None of it was said by anybody."""

BETTER = (
    "I had to tell my story four times. One person who knows it would have been enough.",
    "Nobody rang back when they said they would. I stopped waiting by the phone.",
    "The letter had words in it that I did not understand.",
    "I needed help in the evening. Everything was closed at five.",
    "It took seven weeks until somebody called me. By then I had managed alone.",
    "Somebody who speaks my language would have made it easier.",
    "I would have liked to choose between a call and a message.",
    "My children needed help too and nobody asked about them.",
)
GOOD = (
    "The lady from the support team remembered my dog's name. It made me smile.",
    "She said it was not my fault. Nobody had said that before.",
    "He came by himself to change the lock and waited until I felt all right.",
    "They rang on the day they had promised.",
    "Somebody sat with me in the waiting room so that I was not alone.",
    "The leaflet in plain words. I kept it on the fridge.",
    "I could write instead of talking. That was good for me.",
    "My neighbour was told how to help me, because I asked for it.",
    "A cup of tea, and nobody in a hurry.",
)
