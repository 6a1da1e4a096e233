"""Short jobs on texts, their words and their lines.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

import pytest

from seglam_lang.engine import Seglam
from tests.shipped.asked import Asked, asked, must_fail, must_hit, must_miss, not_asked_for

TEXTS = {
    "text": """
        upper_case | "straw berry" in capital letters
          "STRAW BERRY"
        lower_case | make "NASA and ESA" lowercase
          "nasa and esa"
        title_case | capitalize each word in "the old man"
          "The Old Man"
        first_letter_capital | capitalize the first letter of "iOS apps"
          "IOS apps"
        reversed_text | spell "stressed" backwards
          "desserts"
        word_count | how many words are there in "to be or not to be"?
          6
        text_length | how many characters does "a b-c" have
          5
        times_in | how many times does "ss" appear in "Mississippi"
          2
        number_of_a_part | how many "s" are in "mississippi"?
          4
        times_in_ignoring_case | how often does "A" occur in "Abracadabra" ignoring case
          5
        letter_count | count the letters in "R2-D2"
          2
        vowel_count | number of vowels in "Queueing"
          5
        length_without_spaces | length of "to be or" without spaces
          6
        is_palindrome | is "A man, a plan, a canal: Panama" a palindrome?
          true
        are_anagrams | is "silent" an anagram of "Listen"
          true
        letters_apart | levenshtein distance between "flaw" and "lawn"
          2
        same_ignoring_case | are "ABC" and "abc" equal ignoring case
          true
        repeated_text | write "ho" 3 times
          "hohoho"
        masked_text | hide all but the last 4 characters of "DE89370400440532013000"
          "******************3000"
    """,
    "parts": """
        nth_character | what is the 3rd character of "a-b-c"
          "b"
        nth_letter | the fifth letter of "strawberry"
          "w"
        contains_part | is "art" part of "cartoon"
          true
        contains_ignoring_case | does "Cartoon" contain "CAR" ignoring case
          true
        starts_with_part | does "cartoon" begin with "art"
          false
        ends_with_part | does "notes.txt" end in ".txt"
          true
        replaced | change "cat" to "dog" in "a cat and a cat"
          "a dog and a dog"
        without_part | "1,299,000" without ","
          "1299000"
        text_between | get the text between "(" and ")" in "f(x) + g(y)"
          "x"
        text_before_first | what comes before ":" in "key: a: b"
          "key"
        text_after_first | everything after the first ":" in "key:a:b"
          "a:b"
        text_before_last | the text before the last "/" in "home/ann/notes"
          "home/ann"
        text_after_last | everything after the last "/" in "home/ann/notes"
          "notes"
        first_characters | what are the first 4 characters of "strawberry"?
          "stra"
        last_characters | last 5 letters of "strawberry"
          "berry"
        split_text | split "2024-05-01 x" at every "-"
          ["2024", "05", "01 x"]
    """,
    "words": """
        words_of | what words are in "Well-known: it's a 2nd go"
          ["Well-known", "it's", "a", "2nd", "go"]
        longest_word | which is the longest word in "a stitch in time saves nine"?
          "stitch"
        shortest_word | find the shortest word in "every dog has its day, or so"
          "or"
        word_counts | count how often each word occurs in "no no, yes no Yes"
          no, 3
          yes, 2
        top_words | top 1 words in "red blue red"
          red, 2
        most_common_words | which word occurs most often in "a b B a c"
          ["a", "b"]
        letter_counts | count each letter in "Noon!"
          {"n": 2, "o": 2}
        different_word_count | how many unique words are in "Row, row, row your boat"
          3
        nth_word | what is the 4th word of "four score and seven years"
          "seven"
        last_word | what is the last word of "Et tu, Brute?"
          "Brute"
        words_in_common | common words of "The cat sat" and "sat on the mat"
          ["the", "sat"]
        sorted_words | put the words in "pear fig Apple Éclair" in alphabetical order
          ["Apple", "Éclair", "fig", "pear"]
        words_backwards | reverse the order of the words in "Lend me, your ears"
          "ears your me, Lend"
        initials_of | make an acronym from "central processing unit"
          "CPU"
        average_word_length | average length of the words in "one three"
          4
        without_repeated_words | remove repeated words from "it is is what It is"
          "it is what"
    """,
    "cleaning": """
        trimmed_text | trim "  two words "
          "two words"
        in_pascal_case | "first name" in pascal case
          "FirstName"
        numbers_in | which numbers are in "12 eggs, 2.5 kg and -3 degrees"?
          [12, 2.5, -3]
        sum_of_numbers_in | add up the numbers in "lunch 12.50, taxi 8"
          20.5
        email_addresses_in | find the email addresses in "Write to info@example.org or ann.lee@mail.example.com!"
          ["info@example.org", "ann.lee@mail.example.com"]
        links_in | extract all urls from "docs at https://example.org/a?b=c, more at http://x.io."
          ["https://example.org/a?b=c", "http://x.io"]
        hashtags_in | which hashtags are in "so #happy about #spring24, #1!"
          ["#happy", "#spring24", "#1"]
        without_extra_spaces | remove double spaces from " one  two   three "
          "one two three"
        without_spaces | "12 34 5" without spaces
          "12345"
        without_punctuation | remove all punctuation from "Hi! (Really?) 5 < 6"
          "Hi Really 5 < 6"
        without_digits | remove digits from "v2 of R2D2"
          "v of RD"
        only_digits | keep only the digits of "Tel. 089/12 34-0"
          "08912340"
        without_accents_of | "Škoda Ångström" without accents
          "Skoda Angstrom"
        in_snake_case | convert "First Name" to snake_case
          "first_name"
        in_kebab_case | write "totalPrice" in kebab case
          "total-price"
        in_camel_case | "first name of user" in camel case
          "firstNameOfUser"
        slug_of | url slug for "10 Tips & Tricks for Zürich!"
          "10-tips-tricks-for-zurich"
    """,
}

LINES = {"text": "Disk full\ndisk ok\n\nboot\ndisk ok"}
LOG = {"log": LINES["text"]}

ON_LINES = {
    "lines": """
        line_count | how many lines are there
          5
        line_count | how many lines does log have
          5
        sorted_lines | sort the lines of log alphabetically
          "\\nboot\\nDisk full\\ndisk ok\\ndisk ok"
        without_duplicate_lines | remove repeated lines
          "Disk full\\ndisk ok\\n\\nboot"
        without_blank_lines | remove empty lines
          "Disk full\\ndisk ok\\nboot\\ndisk ok"
        lines_with | which lines contain "disk"
          ["disk ok", "disk ok"]
        lines_without | show the lines that do not contain "disk"
          ["Disk full", "", "boot"]
        count_lines_with | how many lines in log contain "disk"
          2
        numbered_lines | add line numbers
          "1. Disk full\\n2. disk ok\\n3. \\n4. boot\\n5. disk ok"
        joined_lines | join the lines with " / "
          "Disk full / disk ok /  / boot / disk ok"
        first_lines | show the first 2 lines
          "Disk full\\ndisk ok"
        last_lines | the last 2 lines
          "boot\\ndisk ok"
        lines_backwards | put the lines in reverse order
          "disk ok\\nboot\\n\\ndisk ok\\nDisk full"
    """,
}

NEAR_MISSES = [
    'how many words are in "a b" without "a"',
    'shortest and longest word in "a bc"',
    'second longest word in "a bc d"',
    'how many consonants are in "abc"',
    'is "abc" not a palindrome',
    'does "abc" not contain "b"',
    'remove the first "a" from "banana"',
    'replace the first "a" with "b" in "banana"',
    'replace "a" with "b" in "Banana" ignoring case',
    'last 3 words of "a b c d"',
    'how many words in "a bb ccc" have more than 2 letters',
    '3 least common words in "a b b"',
    'mask the last 4 characters of "abcdef"',
    'hide all but the first 4 characters of "abcdef"',
    'sort the letters of "banana"',
    'sort the words in "a bb" by length',
    'sort the words in "b a" in reverse alphabetical order',
    'extract the phone numbers from "call 555"',
    'product of the numbers in "2 and 3"',
    'sum of the even numbers in "2 and 3"',
    'does "abc" start with "a" and end with "c"',
    'split "a,b" by "," and sort it',
    'what is between "a" and "b"',
    'reverse each word in "ab cd"',
    'how many different letters are in "banana"',
    'the last "a" in "banana"',
    'everything before the second "a" in "banana"',
    'capitalize the last letter of "abc"',
    'is "abc" an anagram',
    'letters that "abc" and "bcd" have in common',
]

NEAR_MISSES_ON_LINES = [
    'how many lines do not contain "disk"',
    'lines that start with "disk"',
    "remove the first line",
    "sort the lines by length",
    "sort the lines in reverse",
    'lines that contain "disk" or "boot"',
    'remove lines that contain "disk"',
    "the 2nd line",
    "how many blank lines are there",
    "the lines after the first 2 lines",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    'does "Hello" contain "hello"': "ignoring case",
    'does "Hello" start with "h"': "other capital letters",
    'how many "a" are in "Ada"': "some of them are capitals",
    'remove "x" from "abc"': "does not occur",
    'what comes before "x" in "abc"': "does not contain",
    'longest word in "?!"': "no word",
    'the 5th word of "one two"': "no such word",
    '2nd letter of "a-b"': "ask for the character",
    'is "?!" a palindrome': "no letter",
    'sum of the numbers in "none"': "no number",
    'slug of "??"': "none of its letters",
    'repeat "ab" 1.5 times': "whole number",
}


@pytest.mark.parametrize("line", asked(TEXTS), ids=str)
def test_requests_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, {})


@pytest.mark.parametrize("line", asked(ON_LINES), ids=str)
def test_requests_on_an_input_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, LOG if " log" in line.request else LINES)


def test_every_procedure_is_asked_for() -> None:
    assert not not_asked_for(asked(TEXTS) + asked(ON_LINES))


@pytest.mark.parametrize("request_", NEAR_MISSES)
def test_near_misses_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, {})


@pytest.mark.parametrize("request_", NEAR_MISSES_ON_LINES)
def test_near_misses_on_an_input_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, LINES)


@pytest.mark.parametrize(("request_", "why"), MISTAKES.items())
def test_mistakes_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, {}, why)
