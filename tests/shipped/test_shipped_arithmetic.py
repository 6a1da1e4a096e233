"""Arithmetic, numbers, rounding, notation and equations.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

from tests.shipped.answers import Asked

ANSWERS = {
    "arithmetic": """
value_of | 12 + 8 * 3 - 4 | 32
value_of | what is 12/4 | 3
value_of | what's 1/2 + 1/3 + 1/6 = | 1
value_of | calculate (120 - 45) / 5 | 15
value_of | how much is $50 - $12.50 - $7 | 30.5
value_of | 3/8 as a decimal | 0.375
subtract | what is 10 less than 45 | 35
subtract | please take 12 away from 5 for me | -7
add | 15 more than 30 | 45
triple | triple 14 | 42
value_of | what is 4! | 24
square_root | √49 | 7
square_root | square root of (9 + 16) | 5
add | what's 20 plus 30 | 50
add | 1,250 + 0.75 | 1250.75
subtract | take 12 away from 5 | -7
difference | difference between 9 and 14 | 5
multiply | 12 × 0.5 | 6
multiply | what is twelve times twelve | 144
divide | 9 / 4 | 2.25
times_into | how many times does 6 go into 54 | 9
remainder | 29 mod 6 | 5
quotient_and_remainder | 29 divided by 6 with remainder | {"quotient": 4, "remainder": 5}
power | what is 3 to the 4th power | 81
square_root | sqrt(2.25) | 1.5
cube_root | cube root of 64 | 4
nth_root | what is the 5th root of 243 | 3
square | 1.5 squared | 2.25
cube | what is 4 cubed | 64
factorial | 6 factorial | 720
part_of | what is 2/3 of 9 | 6
part_of | three quarters of $20 | 15
half | half of 0.5 | 0.25
double | twice 7.5 | 15
""",
    "chains": """
add_three | 5 + 6 + 7 | 18
add_four | what is 1.5 + 2 + 3 + 4 | 10.5
multiply_three | 2 x 3 x 5 | 30
add_and_subtract | 10 plus 5 minus 3 | 12
subtract_and_add | 10 - 5 + 3 | 8
subtract_twice | what is 10 minus 5 minus 3 | 2
multiply_and_add | 6 * 7 + 8 | 50
multiply_and_subtract | what is 78 times 81 minus 5 | 6313
multiply_and_divide | 10 * 6 / 4 | 15
add_product | 8 + 6 * 7 | 50
multiply_sum | (8 + 6) * 7 | 98
multiply_difference | 7 * (8 - 6) | 14
divide_sum | (8 + 7) / 4 | 3.75
""",
    "algebra": """
linear_solution | solve 5x + 2 = 17 | 3
linear_solution_minus | 4x - 2 = 10 | 3
quadratic_solutions | solve 1x^2 + 7x + 10 = 0 | [-5, -2]
quadratic_minus_plus | solve 2x^2 - 7x + 3 = 0 | [0.5, 3]
quadratic_plus_minus | roots of 2x^2 + 1x - 3 | [-1.5, 1]
quadratic_minus_minus | 3x^2 - 6x - 9 = 0 | [-1, 3]
monic_plus_plus | solve x^2 + 3x + 2 = 0 | [-2, -1]
monic_minus_plus | solve x^2 - 7x + 12 = 0 | [3, 4]
monic_plus_minus | solve x^2 + 2x - 8 = 0 | [-4, 2]
monic_minus_minus | solve x^2 - 3x - 10 = 0 | [-2, 5]
number_plus_equals | what plus 8 is 20 | 12
number_times_equals | solve 7x = 56 | 8
two_numbers | two numbers with sum 9 and product 20 | [4, 5]
sine | sine of 90 degrees | 1
cosine | what is the cosine of 180 degrees | -1
tangent | tan of 135 degrees | -1
""",
    "numbers": """
is_prime_number | is 91 a prime number | false
prime_factors_of | prime factors of 84 | [2, 2, 3, 7]
divisors_of | what are the factors of 18 | [1, 2, 3, 6, 9, 18]
greatest_common_divisor | gcd of 84 and 30 | 6
least_common_multiple | what is the lcm of 6 and 10 | 30
is_even_number | is 13 even | false
is_odd_number | is 13 odd | true
parity | is 12 even or odd | "even"
is_divisible | is 84 divisible by 9 | false
is_perfect_square | is 144 a perfect square | true
larger_number | which is bigger, 0.9 or 0.11 | 0.9
smaller_number | which is smaller, 0.9 or 0.11 | 0.11
is_greater | is 3 less than 8 | true
absolute_value | absolute value of -7.5 | 7.5
reciprocal | reciprocal of 8 | 0.125
logarithm | log base 2 of 32 | 5
natural_logarithm | natural log of 2 | 0.69314718056
sum_of_whole_numbers | sum of the numbers from 5 to 10 | 45
digit_sum | sum of the digits of 999 | 27
number_of_digits | how many digits does 1000000 have | 7
combinations_of | 10 choose 3 | 120
permutations_of | how many ways to arrange 2 out of 5 | 20
multiplication_table | times table of 9 | [9, 18, 27, 36, 45, 54, 63, 72, 81, 90]
primes_up_to | primes up to 12 | [2, 3, 5, 7, 11]
fourth_proportional | 5 is to 20 as 3 is to what | 12
""",
    "rounding": """
rounded_to_decimals | round 2.71828 to 3 decimal places | 2.718
rounded_to_whole | round 6.5 | 7
rounded_to_multiple | round 1234 to the nearest hundred | 1200
rounded_to_place | round 2.71828 to the nearest tenth | 2.7
rounded_up_to_multiple | round 61 up to the nearest 25 | 75
rounded_down_to_multiple | round 61 down to the nearest 25 | 50
""",
    "notation": """
in_binary | what is 3 plus 4 in binary | "111"
in_binary | what is 13 in binary | "1101"
in_hexadecimal | convert 500 to hex | "1F4"
from_binary | convert binary 11011 to decimal | 27
in_roman_numerals | 1994 in roman numerals | "MCMXCIV"
as_percentage | 0.375 as a percentage | 37.5
percentage_as_number | 7.5% as a decimal | 0.075
simplified_ratio | simplify the ratio 21:28 | "3:4"
""",
}

# Similar words that ask for something else, for more, or for too little: no procedure may answer them.
NEAR_MISSES = [
    "what is 7",
    "what is 5 plus",
    "what is 18 of 20%",
    "what is 20% plus 30",
    "sqrt",
    "what is 5 plus 3 times 2",
    "add 2 and 3 apples and 4 pears",
    "what is 20 minus 5 from 10",
    "how many times does 3 go",
    "is 97 a lucky number",
    "is 7 prime or composite",
    "factors of success",
    "round 3.7 up",
    "round 12 to 3 significant figures",
    "average of 3 and 8 and the square of 2",
    "log of 100",
    "10 in base 7",
    "5th fibonacci number",
    "solve 2x + 3 = 11 for y",
    "solve 2y + 3x = 11",
    "solve 2x + 3 < 11",
    "solve x^3 - 5x + 6 = 0",
    "sine of 30 radians",
    "sine of 30",
    "is 5 less than or equal to 8",
    "is 3 not greater than 2",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "how many times does 7 go into 100": "whole number of times",
    "what is 3 of 12": "a fraction like 3/4",
    "is 2.5 even": "only whole numbers",
    "divide 3 by 0": "division by zero",
    "convert binary 102 to decimal": "digits 0 and 1",
    "5000 in roman numerals": "1 to 3999",
    "tan of 90 degrees": "no tangent",
    "solve 0x + 2 = 3": "nothing to solve",
}


class TestArithmetic(Asked):
    answers, near_misses, mistakes = ANSWERS, NEAR_MISSES, MISTAKES
