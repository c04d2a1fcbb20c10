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
STORIES = (
    "Somebody came the same evening and sat down with me. I had thought nobody would. After that I waited a long time.",
    "I told it at the front desk with other people listening. Then I told it again upstairs.",
    "They believed me from the first minute. That mattered more than anything that came later.",
    "Every letter came from a different person. I never knew whom to ask.",
    "I was asked what I wanted, and they did it. It was a small thing about when to ring me.",
    "My son had to translate for me. He is eleven. It should not have been him.",
    "The waiting was the worst. Weeks of nothing and then three calls in one morning while I was at work.",
    "The officer rang on his day off to say that it would take longer. I was glad to know.",
)
LATER = (
    "Somebody has rung since. It was a good call.",
    "I forgot to say that the room was very cold and we waited for two hours.",
    "It has been a month now and I am still waiting for the letter.",
)
